import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHECK_EXAMPLES, type CheckExample } from '../../scripts/check-examples';
import { checksPage } from '../../scripts/checks-page';
import { CHECKS } from '../../src/posture/checks/registry';
import { found, judge } from '../posture/support/app';

const page = checksPage();

test('docs/checks.md is what the registry says (npm run docs writes it)', () => {
  expect(readFileSync(join(__dirname, '../../docs/checks.md'), 'utf8')).toBe(page);
});

test('the page has one entry a check, with why, fix and the names of its risks', () => {
  expect([...page.matchAll(/^### (.*)$/gm)].map(([, id]) => id)).toEqual(CHECKS.map(({ id }) => id));
  expect(page).not.toMatch(/undefined|\[object/);
  expect(CHECKS.filter(({ owasp }) => owasp.length === 0)).toEqual([]);
});

test('every link of the page to a place in itself leads there', () => {
  const anchors = new Set([...page.matchAll(/^#+ (.*)$/gm)].map(([, headline]) => headline!.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-')));
  expect([...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor!).filter((anchor) => !anchors.has(anchor))).toEqual([]);
});

describe('an example', () => {
  const outcomes = (lines: string[]) => [...new Set(lines.map((line) => line.split(' ')[0]))];
  const resourcesOf = (type: string, properties: string) => ({
    Example: { Type: type, Properties: { ...type === 'AWS::ApiGateway::Stage' ? { RestApiId: { Ref: 'Api' } } : {}, ...parse(properties) } },
    ...type === 'AWS::ApiGateway::Stage' ? { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] } } } } : {},
  });

  test.each(Object.entries(CHECK_EXAMPLES))('of %s is found where it is bad, and passes where it is good', (id, { type, bad, good }: CheckExample) => {
    const check = CHECKS.find((one) => one.id === id)!;
    expect(outcomes(found(check, resourcesOf(type, bad)))).toEqual(['fail']);
    expect(outcomes(judge(check, resourcesOf(type, good)))).toEqual(['pass']);
  });
});
