/**
 * Packages of the libraries, frameworks and app builders that unrelated apps share most. Code under them says which tools
 * were used, not who used them. Our own list, from the public package names of each.
 */
const prefixes = [
  ...['android.support.', 'android.arch.', 'androidx.', 'com.google.', 'com.android.', 'dagger.', 'dalvik.'],
  ...['kotlin.', 'kotlinx.', 'java.', 'javax.', 'sun.', 'scala.', 'groovy.', 'clojure.', '_COROUTINE.'],
  ...['okhttp3.', 'okio.', 'retrofit2.', 'com.squareup.', 'com.jakewharton.', 'rx.', 'io.reactivex.'],
  ...['com.bumptech.', 'com.airbnb.', 'com.facebook.', 'com.fasterxml.', 'com.alibaba.', 'com.tencent.'],
  ...['org.apache.', 'org.json.', 'org.xml.', 'org.w3c.', 'org.slf4j.', 'org.intellij.', 'org.jetbrains.'],
  ...['org.greenrobot.', 'org.bouncycastle.', 'org.chromium.', 'org.webrtc.', 'org.hamcrest.', 'org.junit.'],
  ...[
    'junit.',
    'org.mockito.',
    'org.checkerframework.',
    'bolts.',
    'butterknife.',
    'timber.',
    'net.sqlcipher.',
  ],
  ...['io.flutter.', 'io.dcloud.', 'uts.sdk.modules.', 'com.taobao.', 'com.uc.', 'com.swmansion.', 'expo.'],
  ...['org.apache.cordova.', 'com.getcapacitor.', 'com.unity3d.', 'com.unity.', 'com.google.appinventor.'],
  ...['com.microsoft.', 'mono.', 'xamarin.', 'crc64', 'org.kivy.', 'org.renpy.', 'com.igexin.', 'com.getui.'],
  ...[
    'cn.jpush.',
    'cn.jiguang.',
    'com.umeng.',
    'com.onesignal.',
    'io.agora.',
    'com.appsflyer.',
    'com.adjust.',
  ],
  ...['io.sentry.', 'com.bugly.', 'com.huawei.', 'com.xiaomi.', 'com.vivo.', 'com.heytap.', 'com.meizu.'],
  ...['com.mixpanel.', 'com.amplitude.', 'com.segment.', 'com.flurry.', 'com.crashlytics.', 'io.fabric.'],
  ...[
    'com.bytedance.',
    'com.ss.',
    'com.kwad.',
    'com.qq.',
    'com.sina.',
    'com.baidu.',
    'com.amap.',
    'com.autonavi.',
  ],
  ...['com.nostra13.', 'com.github.', 'pl.droidsonroids.', 'master.flame.', 'tv.danmaku.', 'com.shuyu.'],
  ...[
    'net.lingala.',
    'org.tensorflow.',
    'com.stripe.',
    'com.paypal.',
    'com.braintreepayments.',
    'io.jsonwebtoken.',
  ],
] as const;

const byFirstPart = new Map<string, string[]>();
for (const prefix of prefixes) {
  const first = prefix.split('.')[0]!;
  byFirstPart.set(first, [...(byFirstPart.get(first) ?? []), prefix]);
}

/** Whether a class (with dots) lies in a package that unrelated apps share. */
export function isCommonLibrary(dotted: string): boolean {
  const end = dotted.indexOf('.');
  const first = end < 0 ? dotted : dotted.slice(0, end);
  if (first.startsWith('crc64')) return true;
  return byFirstPart.get(first)?.some((prefix) => dotted.startsWith(prefix)) ?? false;
}
