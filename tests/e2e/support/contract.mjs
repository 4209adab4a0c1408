// The document that the appliance serves about its API, as the judge of what the appliance answers.
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';

const isTime = (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text));
// What a program must be able to read in the document; nothing of it may come as "anything else".
const usual = [400, 401, 403, 404, 409, 410, 412, 422, 428];

export function contractOf(document) {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': isTime } });
  ajv.addSchema(document, 'document');
  const pointer = (...steps) => `document#/${steps.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      operation,
      pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/?]+')}$`),
      seen: new Set(),
    })),
  );
  const find = (method, path) => {
    const plain = path.split('?')[0];
    const found = operations.filter((one) => one.method === method && one.pattern.test(plain));
    return found.find((one) => one.path === plain) ?? found[0];
  };

  function check(method, path, answer) {
    const asked = find(method, path);
    if (!asked) return;
    const what = `${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`;
    const { responses } = asked.operation;
    const declared = responses[answer.status] ? String(answer.status) : 'default';
    if (declared === 'default') {
      assert.ok(answer.status >= 400 && responses.default, `${what}\nis not declared`);
      assert.ok(!usual.includes(answer.status), `${what}\nis declared only as "anything else"`);
    }
    assert.ok(answer.status < 500 || answer.status === 503, what);
    const response = responses[declared].$ref ? document.components.responses[responses[declared].$ref.split('/').at(-1)] : responses[declared];
    const steps = responses[declared].$ref
      ? ['components', 'responses', responses[declared].$ref.split('/').at(-1)]
      : ['paths', asked.path, method.toLowerCase(), 'responses', declared];
    for (const name of Object.keys(response.headers ?? {})) {
      if (response.headers[name].required !== false) assert.ok(answer.headers[name.toLowerCase()] !== undefined, `${what}\nlacks the header ${name}`);
    }
    const types = Object.keys(response.content ?? {});
    const sent = (answer.headers['content-type'] ?? '').split(';')[0];
    if (types.length === 0) {
      assert.equal(answer.text, '', `${what}\nhas a body that is not declared`);
    } else {
      assert.ok(types.includes(sent), `${what}\nis of type ${sent}`);
      const validate = ajv.getSchema(pointer(...steps, 'content', sent, 'schema'));
      assert.ok(validate, `no schema for ${what}`);
      assert.ok(validate(/json$/.test(sent) ? answer.json : answer.text), `${what}\n${ajv.errorsText(validate.errors, { separator: '\n' })}`);
    }
    if (answer.status >= 400) assert.equal(answer.json.status, answer.status, what);
    asked.seen.add(answer.status);
  }

  return { operations, find, check };
}
