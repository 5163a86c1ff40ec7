#!/usr/bin/env node
// The first file of the pack as a product, into which all else is bundled.
"use strict";
require("./start.cjs").prepare(__dirname);
require("./index.ts");
