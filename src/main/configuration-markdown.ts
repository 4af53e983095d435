import { type SettingName, settings } from './settings.ts';

const INTRO = `# Configuration

Assay is set through environment variables, read once at the start. Nothing has to be set: without any, it keeps
everything in one folder, runs its own database and listens on this machine only. An empty variable counts as not
set; a variable that starts with \`ASSAY_\` and is not listed here stops Assay with an error, so that a mistyped name
cannot leave a safety setting at its default. Secrets are never logged.

This page is generated from \`src/main/settings.ts\` by \`npm run docs\`.
`;

/** docs/configuration.md: every setting by group, with what it does and its default. */
export function configurationMarkdown(): string {
  const names = Object.keys(settings) as SettingName[];
  const groups = [...new Set(names.map((name) => settings[name].group))];
  const sections = groups.map((group) => {
    const rows = names.filter((name) => settings[name].group === group).map(row);
    return `## ${group}\n\n| variable | default | what it does |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${INTRO}\n${sections.join('\n')}`;
}

function row(name: SettingName): string {
  const setting = settings[name];
  const preset = setting.preset === undefined || setting.preset === '' ? '–' : `\`${setting.preset}\``;
  const secret = 'secret' in setting ? ' Secret.' : '';
  const about = (setting.about + secret).replaceAll('|', '\\|');
  return `| \`${setting.env}\` | ${preset} | ${about} |`;
}
