// Reads a file by its language's grammar: node parse.mjs LANGUAGE FILE. For languages whose compiler is not in the registries.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';

const [language, file] = process.argv.slice(2);
const grammar = language === 'fsharp' ? 'tree-sitter-fsharp/tree-sitter-fsharp.wasm' : `tree-sitter-wasms/out/tree-sitter-${language}.wasm`;
const wasm = createRequire(import.meta.url).resolve(grammar);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(wasm));
const text = readFileSync(file, 'utf8');
const tree = parser.parse(text);

/** What the grammar could not read, by line. */
function* errors(node) {
  if (node.isError || node.isMissing) {
    yield `${file}:${node.startPosition.row + 1}: ${text.split('\n')[node.startPosition.row]}`;
  } else if (node.hasError) {
    for (const child of node.children) yield* errors(child);
  }
}
const found = [...errors(tree.rootNode)];
found.slice(0, 10).forEach(line => console.error(line));
if (found.length > 0 || tree.rootNode.childCount === 0) process.exit(1);
