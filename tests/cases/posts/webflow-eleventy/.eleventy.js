module.exports = function () {
  return { dir: { input: "cms", includes: "../theme", layouts: "../theme", output: "public" } };
};
