import { Match, type Template } from 'aws-cdk-lib/assertions';

/** Returns the path of a construct: its logical id without the hash at the end. */
export const constructNameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** Returns the resources of a type, by the path of their construct. */
export function resourcesOf(template: Template, type: string): ReturnType<Template['findResources']> {
  const found = Object.entries(template.findResources(type));
  return Object.fromEntries(found.map(([logicalId, resource]) => [constructNameOf(logicalId), resource]));
}

/** Matches a reference to the resource of a construct. */
export const referenceTo = (construct: string) => ({ Ref: Match.stringLikeRegexp(`^${construct}[0-9A-F]{8}$`) });
