export { type RouteTopic, routeWords, screenWords } from './routes.ts';
export { type FrameworkMarker, frameworkMarkers } from './markers.ts';
export { knownNativeLibraries } from './native-libraries.ts';
export { type Signal, signals } from './signals.ts';
