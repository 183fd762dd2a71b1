#!/usr/bin/env node
import process from 'node:process';
import { exitCodes } from '../errors.ts';
import { spareFewCores } from './few-cores.ts';
import { nodeEnvironment } from './node-environment.ts';
import { runCli } from './program.ts';
import { renderError } from './render-error.ts';

spareFewCores();
const environment = nodeEnvironment();
try {
  process.exitCode = await runCli(environment);
} catch (error) {
  environment.stderr.write(renderError(error));
  process.exitCode = exitCodes.bug;
}
