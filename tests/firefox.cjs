// Playwright asks Firefox with every page for a colour scheme by a command that Debian's Firefox 153 does not know, and
// opens no page then. Without the command it drives it well; this goes when either of them has changed.
"use strict";
const fs = require("node:fs");
const { _extensions: kinds } = require("node:module");
const load = kinds[".js"];
kinds[".js"] = (module, name) => {
  if (!name.endsWith("coreBundle.js")) return load(module, name);
  const asking = /[\w.]+\.send\("emulation\.setMediaFeaturesOverride"/g;
  module._compile(fs.readFileSync(name, "utf8").replaceAll(asking, '(async () => {})(""'), name);
};
