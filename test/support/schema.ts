import Ajv2020 from 'ajv/dist/2020';

/** Judges values by the schemas of an OpenAPI 3.1 document. */
export function schemaJudge(document: object): (schema: object, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'openapi');
  const absolute = (schema: object): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')) as object;
  return (schema, value) => {
    const judge = ajv.compile(absolute(schema));
    if (judge(value)) return [];
    return judge.errors!.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
