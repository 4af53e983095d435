/** Whose a class is: the platform's, a library's that came along, or the app's own. */
export type Origin = 'platform' | 'library' | 'own';

/** Packages that Android itself provides; an app's own program never defines them. */
const platform = /^L(android|java|javax|dalvik|org\/(json|w3c|xml|xmlpull|apache\/http)|junit)\//;
/** The parts of `android/` that are libraries all the same. */
const supportLibrary = /^Landroid\/(support|arch)\//;

/** By a class's descriptor (`Lcom/a/B;`). `isLibrary` knows names with dots. */
export function originOf(descriptor: string, isLibrary: (dotted: string) => boolean): Origin {
  if (platform.test(descriptor) && !supportLibrary.test(descriptor)) return 'platform';
  if (!descriptor.startsWith('L')) return 'platform';
  return isLibrary(descriptor.slice(1, -1).replaceAll('/', '.')) ? 'library' : 'own';
}
