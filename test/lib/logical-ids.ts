import { Match, type Template } from 'aws-cdk-lib/assertions';

/** A logical id without the hash at its end: the path of the construct. */
export const constructNameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** The resources of a type, by the path of their construct. */
export function resourcesOf(template: Template, type: string): ReturnType<Template['findResources']> {
  const found = Object.entries(template.findResources(type));
  return Object.fromEntries(found.map(([logicalId, resource]) => [constructNameOf(logicalId), resource]));
}

/** Matches a reference to the resource of a construct. */
export const referenceTo = (construct: string) => ({ Ref: Match.stringLikeRegexp(`^${construct}[0-9A-F]{8}$`) });
