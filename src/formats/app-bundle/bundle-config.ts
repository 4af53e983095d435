import { messageOf, messagesOf, textOf } from '../protobuf/wire.ts';

/** Version of bundletool that wrote a `BundleConfig.pb` (message `BundleConfig`: bundletool 1, its version 2). */
export function bundletoolVersion(bytes: Buffer): string | undefined {
  return textOf(messageOf(bytes, 1), 2)?.slice(0, 100);
}

/**
 * Package name and APK paths of a `toc.pb` (message `BuildApksResult` of bundletool's commands.proto: variants 1, package
 * name 4; variant → APK set 2 → APK 2 → path 2).
 */
export function readTableOfContents(bytes: Buffer): { packageName: string | undefined; paths: string[] } {
  const paths = messagesOf(bytes, 1)
    .flatMap((variant) => messagesOf(variant, 2))
    .flatMap((set) => messagesOf(set, 2))
    .flatMap((apk) => textOf(apk, 2) ?? []);
  return { packageName: textOf(bytes, 4)?.slice(0, 500), paths: paths.slice(0, 5000) };
}
