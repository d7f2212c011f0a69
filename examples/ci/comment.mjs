// Keeps one comment of a pull request: writes it, updates it in place, removes it when there is nothing to say.
//
//   node ci/comment.mjs private-api-reports/comment.md
//
// Takes GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN and PULL_REQUEST (its number) from the environment.
import { readFileSync } from 'node:fs';

const MARK = '<!-- cdk-private-api -->';
const AUTHOR = 'github-actions[bot]'; // anybody can write the mark: only our own comment is ours
const PAGE = 100;

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_TOKEN, PULL_REQUEST } = process.env;
const [file] = process.argv.slice(2);
if (!file || !GITHUB_REPOSITORY || !GITHUB_TOKEN || !/^\d+$/.test(PULL_REQUEST ?? '')) {
  console.error('comment.mjs takes a file, GITHUB_REPOSITORY, GITHUB_TOKEN and the number PULL_REQUEST');
  process.exit(2);
}

async function github(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues${path}`, {
    method,
    headers: { 'authorization': `Bearer ${GITHUB_TOKEN}`, 'accept': 'application/vnd.github+json', 'content-type': 'application/json' },
    ...body === undefined ? {} : { body: JSON.stringify({ body }) },
  });
  if (!response.ok) {
    console.error(`comment.mjs: GitHub answered ${response.status} to ${method} ${path}`);
    process.exit(2);
  }
  return response.status === 204 ? undefined : response.json();
}

async function ours() {
  for (let page = 1; ; page++) {
    const comments = await github('GET', `/${PULL_REQUEST}/comments?per_page=${PAGE}&page=${page}`);
    const found = comments.find(({ user, body }) => user?.login === AUTHOR && body?.startsWith(MARK));
    if (found || comments.length < PAGE) {
      return found;
    }
  }
}

const text = readFileSync(file, 'utf8');
const comment = await ours();
if (text.trim() === '') {
  await (comment && github('DELETE', `/comments/${comment.id}`));
} else if (comment) {
  await github('PATCH', `/comments/${comment.id}`, text);
} else {
  await github('POST', `/${PULL_REQUEST}/comments`, text);
}
