export { createSite } from './create-site.ts';
export { reportPage } from './report-page.ts';
export type { SiteOptions, SiteServices } from './site-options.ts';
