import { lazyIndex } from '../../scripts/lazy-index';

test('the compiled index loads a module when one of its names is used, and names them for ES modules', () => {
  const loaded: string[] = [];
  const modules: Record<string, Record<string, unknown>> = { './a': { A: 1 }, './b': { B: 2, C: 3 } };
  const index = lazyIndex([
    'Object.defineProperty(exports, "__esModule", { value: true });',
    '__exportStar(require("./a"), exports);',
    '__exportStar(require("./b"), exports);',
  ].join('\n'), (module) => Object.keys(modules[module]!));
  const exports: Record<string, unknown> = {};
  new Function('exports', 'require', index)(exports, (module: string) => {
    loaded.push(module);
    return modules[module];
  });
  expect(loaded).toEqual([]);
  expect(Object.keys(exports).filter((name) => name !== '__esModule')).toEqual(['A', 'B', 'C']);
  expect(exports.C).toBe(3);
  expect(loaded).toEqual(['./b']);
  expect(index).toContain('exports.A = void 0;');
});
