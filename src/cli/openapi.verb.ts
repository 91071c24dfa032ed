import { OpenApi } from '../openapi/openapi-document';
import type { AnsweringVerb } from './verb';

export const writeOpenApi: AnsweringVerb = {
  name: 'openapi',
  summary: 'Prints the reference of the REST API as an OpenAPI 3.1 document',
  flags: [],
  example: 'openapi --json > openapi.json',
  run: async (_args, services) => {
    const json = services.get(OpenApi).document();
    return { json, text: JSON.stringify(json, null, 2) };
  },
};
