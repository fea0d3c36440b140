import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { AwsClient } from '../settings/settings.ts';
import { bundleEntry } from './bundling.ts';

const lambda = fileURLToPath(new URL('../../lambda', import.meta.url));

export interface BundledCodeProps {
  /** The file in `lambda/`, without `.ts`, that exports the handler. */
  readonly entry: string;
  /** The client of the bundle. */
  readonly client: AwsClient;
  /** The file to which esbuild's description of the bundle is written. */
  readonly metafile: string;
  /** Adds files to the folder of the bundle. @default none */
  readonly addFiles?: ((folder: string) => void) | undefined;
}

/** Returns the code of a function: `index.mjs`, which is bundled only where the stack is deployed. */
export function bundledCode({ entry, client, metafile, addFiles }: BundledCodeProps): AssetCode {
  const tryBundle = (folder: string): boolean => {
    const content = bundleEntry(join(lambda, `${entry}.ts`), join(folder, 'index.mjs'), client);
    writeFileSync(metafile, JSON.stringify(content));
    addFiles?.(folder);
    return true;
  };
  const image = DockerImage.fromRegistry('scratch'); // required, and never used: esbuild is a dependency
  const command = [entry, client]; // CDK bundles once for equal options, and compares no functions
  const bundling = { image, command, local: { tryBundle } };
  return Code.fromAsset(lambda, { assetHashType: AssetHashType.OUTPUT, bundling });
}
