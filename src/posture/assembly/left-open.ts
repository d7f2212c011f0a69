import { type JsonObject, member, objectOf } from './json';
import { secretMark } from './secret-mark';
import { LONGEST } from './size';

/** What a template leaves to the deployment: the default of each parameter that it uses, and the definition of each condition, as texts. */
export function leftOpenIn({ Parameters, ...rest }: JsonObject): Readonly<Record<string, string>> {
  const used = JSON.stringify(rest);
  const defaults = Object.entries(objectOf(Parameters)).flatMap(([name, declared]) => {
    const standard = member(declared, 'Default');
    const text = String(standard).slice(0, LONGEST);
    return standard === undefined || !used.includes(name) ? []
      : [[`parameter ${name}`, String(member(declared, 'NoEcho')) === 'true' ? secretMark(text) : text]];
  });
  const conditions = Object.entries(objectOf(rest.Conditions)).map(([name, definition]) => [`condition ${name}`, String(JSON.stringify(definition)).slice(0, LONGEST)]);
  return Object.fromEntries([...defaults, ...conditions]) as Record<string, string>;
}
