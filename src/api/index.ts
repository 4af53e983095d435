export type { ApiLimits, ApiOptions, ModelInfo, ReadyCheck, SiteServices } from './api-options.ts';
export type { Api } from './create-api.ts';
export { createApi } from './create-api.ts';
export { errorsMarkdown } from './errors-markdown.ts';
export { ipClass } from './ip-class.ts';
export { openApiDocument } from './openapi.ts';
