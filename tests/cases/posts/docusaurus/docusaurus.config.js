// url: "https://not-this.example"
module.exports = {
  title: "Tables",
  url: "https://tables.example",
  baseUrl: "/help/",
  i18n: { defaultLocale: "en", locales: ["en"] },
  onBrokenLinks: "ignore",
  presets: [
    ["classic", { docs: { routeBasePath: "guides" }, blog: { onInlineAuthors: "ignore", onUntruncatedBlogPosts: "ignore" }, pages: {} }],
  ],
};
