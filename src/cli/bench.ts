import process from "node:process";
import { parseArgs } from "node:util";
import { attentionSuite } from "../bench/attention-suite.ts";
import { openGpu } from "../gpu/device.ts";
import { readShaderFiles } from "./shader-files.ts";

const gpu = await openGpu(readShaderFiles());
console.log(gpu.adapterName)
