import { errorCodes } from '../contract/index.ts';
import { problemKinds } from './problems.ts';

/** docs/errors.md: one section per error code, in the order of the contract. */
export function errorsMarkdown(): string {
  const sections = errorCodes.map((code) => {
    const kind = problemKinds[code];
    return `## ${code}\n\n**${kind.status}: ${kind.title}.** ${kind.explain}\n`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Errors

Every refusal is \`application/problem+json\` (RFC 9457):

\`\`\`json
{
  "type": "/problems/too-large",
  "title": "Too large",
  "status": 413,
  "detail": "The file is larger than 4294967296 bytes.",
  "instance": "0b8f7c52-5d3c-4a0e-9a55-0d6f6f4bd0d1",
  "errors": [{ "pointer": "/exhibits/0", "detail": "…" }]
}
\`\`\`

\`type\` ends in one of the codes below and never changes its meaning. \`detail\` is for people. \`instance\` is the id of
the request, as in the \`X-Request-Id\` header and the server's log. \`errors\`, where present, holds one JSON pointer per
place that is wrong: into the body, or \`/query/…\`, \`/path/…\`, \`/header/…\`. The resumable upload protocol has its own
answers (tus 1.0).

This file is written by \`npm run docs\`.
`;
