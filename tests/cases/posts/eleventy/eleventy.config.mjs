import { IdAttributePlugin } from "@11ty/eleventy";

export default function (config) {
  config.addPlugin(IdAttributePlugin);
  return { dir: { input: "src", includes: "_parts", output: "out" } };
}
