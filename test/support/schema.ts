import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

/** Judges values by the schemas of an OpenAPI 3.1 document. */
export function schemaJudge(document: object): (schema: object, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'openapi');
  const absolute = (schema: object): object =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')) as object;
  const compiled = new Map<object, ValidateFunction>();
  const compile = (schema: object): ValidateFunction => {
    const judge = compiled.get(schema) ?? ajv.compile(absolute(schema));
    compiled.set(schema, judge);
    return judge;
  };
  return (schema, value) => {
    const judge = compile(schema);
    if (judge(value)) return [];
    return judge.errors!.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
