import { type Json, type JsonObject, isObject, member, objectOf } from './json';
import { secretMark } from './secret-mark';
import { LONGEST } from './size';
import { readCidr } from '../../values/cidr';

/**
 * What a template leaves to the deployment: the default of each parameter that it uses, and the definition of each condition, as texts.
 * They tell whether it changed. Any of them may be a secret, or what one is compared with: only values that cannot be one are written out.
 */
export function leftOpenIn({ Parameters, ...rest }: JsonObject): Readonly<Record<string, string>> {
  const used = JSON.stringify(rest);
  const defaults = Object.entries(objectOf(Parameters)).flatMap(([name, declared]) => {
    const standard = member(declared, 'Default');
    const isHidden = String(member(declared, 'NoEcho')) === 'true';
    return standard === undefined || !used.includes(name) ? [] : [[`parameter ${name}`, isHidden ? secretMark(String(standard)) : written(String(standard))]];
  });
  const conditions = Object.entries(objectOf(rest.Conditions))
    .map(([name, definition]) => [`condition ${name}`, String(JSON.stringify(withoutValues(definition ?? null))).slice(0, LONGEST)]);
  return Object.fromEntries([...defaults, ...conditions]) as Record<string, string>;
}

/** Addresses, numbers, switches, words in capitals, and the names of environments. */
const PLAIN = /^(-?\d{1,10}|[A-Z][A-Z_]{0,24}|true|false|[a-z]{1,5})$/;

function written(text: string): string {
  return text.split(',').every((part) => PLAIN.test(part.trim()) || readCidr(part.trim()) !== undefined) ? text.slice(0, LONGEST) : secretMark(text, 'a value');
}

/** Names of parameters, conditions and mappings are no values. */
function withoutValues(value: Json, isName = false): Json {
  return typeof value === 'string' ? isName ? value : written(value)
    : Array.isArray(value) ? value.map((entry: Json) => withoutValues(entry, isName))
      : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutValues(entry ?? null, ['Ref', 'Condition', 'Fn::FindInMap'].includes(key))])) : value;
}
