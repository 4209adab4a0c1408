// Writes src/api/schema.d.ts from the API's description, so that the UI can't call what the appliance does not offer.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../appliance/portal/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const document = JSON.parse(readFileSync(source, 'utf8'));
for (const path of Object.values(document.paths)) {
  for (const operation of Object.values(path)) {
    // api/client.ts adds it to every request that changes something; no caller has to.
    operation.parameters = operation.parameters?.filter((parameter) => parameter.name !== 'X-CSRF-Token');
  }
}

mkdirSync(new URL('.', target), { recursive: true });
writeFileSync(target, astToString(await openapiTS(document)));
