export default { site: "https://piano.example", base: "/tuner" };
