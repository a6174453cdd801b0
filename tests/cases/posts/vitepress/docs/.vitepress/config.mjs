export default {
  title: "Heat pumps",
  lang: "en-GB",
  base: "/pumps/",
  sitemap: { hostname: "https://heat.example/pumps/" },
};
