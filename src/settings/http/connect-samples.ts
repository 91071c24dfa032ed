import type { Client } from '../../clients/domain/client';
import type { Settings } from '../../config/settings';

/** How an app gets its tokens, in one language. */
export interface Sample {
  language: 'curl' | 'Node' | 'Python';
  code: string;
}

/**
 * Code that gets an app its first tokens, with its ids filled in. The secret and the code come from the environment:
 * what is shown on a page, or pasted into a repository, holds neither.
 */
export function connectSamples(client: Client, settings: Settings): Sample[] {
  const isMachine = client.type === 'm2m';
  const values: [name: string, value: string][] = isMachine
    ? [
        ['grant_type', 'client_credentials'],
        ['scope', client.scopes.join(' ')],
      ]
    : [
        ['grant_type', 'authorization_code'],
        ['redirect_uri', client.redirectUris[0] ?? ''],
      ];
  const fromOutside = [
    ...(isMachine ? [] : ['code']),
    ...(client.needsPkce && !isMachine ? ['code_verifier'] : []),
  ];
  const request = { client, url: settings.oauthUrl('token'), values, fromOutside };
  return [
    { language: 'curl', code: curl(request) },
    { language: 'Node', code: node(request) },
    { language: 'Python', code: python(request) },
  ];
}

/** The address that an app sends people to (RFC 6749 §4.1.1); null for machines. */
export function authorizeAddress(client: Client, settings: Settings): string | null {
  if (client.type === 'm2m') return null;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUris[0] ?? '',
    scope: client.scopes.join(' '),
    state: 'STATE',
  });
  const pkce = client.needsPkce ? '&code_challenge=CODE_CHALLENGE&code_challenge_method=S256' : '';
  return `${settings.oauthUrl('authorize')}?${query.toString()}${pkce}`;
}

interface TokenRequest {
  client: Client;
  url: string;
  values: [name: string, value: string][];
  /** Names of parameters whose values are known only when it runs; upper-case in the environment. */
  fromOutside: string[];
}

const inShell = (text: string): string =>
  /^[\w:/.@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function curl({ client, url, values, fromOutside }: TokenRequest): string {
  const lines = [
    `curl -s ${inShell(url)}`,
    client.isPublic ? `  -d client_id=${inShell(client.id)}` : `  -u ${inShell(client.id)}:"$CLIENT_SECRET"`,
    ...values.map(([name, value]) => `  --data-urlencode ${inShell(`${name}=${value}`)}`),
    ...fromOutside.map((name) => `  --data-urlencode "${name}=$${name.toUpperCase()}"`),
  ];
  return lines.join(' \\\n');
}

function node({ client, url, values, fromOutside }: TokenRequest): string {
  const text = (value: string) => JSON.stringify(value);
  const members = [
    ...(client.isPublic ? [`  client_id: ${text(client.id)},`] : []),
    ...values.map(([name, value]) => `  ${name}: ${text(value)},`),
    ...fromOutside.map((name) => `  ${name}: process.env.${name.toUpperCase()},`),
  ];
  const login = client.isPublic
    ? ''
    : `  headers: { Authorization: 'Basic ' + Buffer.from(${text(`${client.id}:`)} + process.env.CLIENT_SECRET).toString('base64') },\n`;
  return `const body = new URLSearchParams({
${members.join('\n')}
});
const response = await fetch(${text(url)}, {
  method: 'POST',
${login}  body,
});
console.log(await response.json());`;
}

function python({ client, url, values, fromOutside }: TokenRequest): string {
  const text = (value: string) => JSON.stringify(value);
  const members = [
    ...(client.isPublic ? [`        "client_id": ${text(client.id)},`] : []),
    ...values.map(([name, value]) => `        "${name}": ${text(value)},`),
    ...fromOutside.map((name) => `        "${name}": os.environ["${name.toUpperCase()}"],`),
  ];
  const login = client.isPublic ? '' : `    auth=(${text(client.id)}, os.environ["CLIENT_SECRET"]),\n`;
  const needsEnvironment = !client.isPublic || fromOutside.length > 0;
  return `${needsEnvironment ? 'import os\n\n' : ''}import requests

response = requests.post(
    ${text(url)},
${login}    data={
${members.join('\n')}
    },
)
print(response.json())`;
}
