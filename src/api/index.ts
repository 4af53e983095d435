export type { Api } from './create-api.ts';
export { createApi } from './create-api.ts';
export type { ApiLimits, ApiOptions, ModelInfo, ReadyCheck, SiteServices } from './api-options.ts';
