/** A short text that shows a way of working, whatever the framework. Matched as written: texts, class and file names. */
export interface Signal {
  readonly id: 'hot-update' | 'firebase-remote-config' | 'webview' | 'screen-sharing-help';
  /** What it is, in words. */
  readonly name: string;
  readonly text: RegExp;
}

/** Own knowledge from the documentation of each product. */
export const signals: readonly Signal[] = [
  { id: 'hot-update', name: 'DCloud package installed at run time (plus.runtime.install)', text: /plus\.runtime\.install\b/ },
  { id: 'hot-update', name: 'DCloud package (.wgt)', text: /\.wgtu?\b(?!\.)/ },
  { id: 'hot-update', name: 'Microsoft CodePush', text: /\bCodePushDeploymentKey\b|codepush\.appcenter\.ms|com\.microsoft\.codepush/ },
  { id: 'hot-update', name: 'Expo updates', text: /expo\.modules\.updates\.EXPO_UPDATE_URL|\bEXUpdatesURL\b/ },
  { id: 'hot-update', name: 'React Native hot update (pushy)', text: /update\.reactnative\.cn|pushy\.reactnative\.cn|cn\.reactnative\.modules\.update/ },
  { id: 'hot-update', name: 'Tencent Tinker', text: /com\.tencent\.tinker\.(loader|lib)\./ },
  { id: 'hot-update', name: 'Alibaba Sophix', text: /com\.taobao\.sophix\./ },
  { id: 'hot-update', name: 'Meituan Robust', text: /com\.meituan\.robust\./ },
  { id: 'hot-update', name: 'Shorebird (Flutter)', text: /^shorebird\.yaml$|api\.shorebird\.dev/ },
  { id: 'hot-update', name: 'Capgo (Capacitor)', text: /api\.capgo\.app|ee\.forgr\.capacitor_updater/ },
  { id: 'hot-update', name: 'Cordova hot code push', text: /\bchcp\.json\b|com\.nordnetab\.chcp/ },
  { id: 'hot-update', name: 'Cocos hot update', text: /\bproject\.manifest\b.{0,40}|\bremoteManifestUrl\b/ },
  { id: 'firebase-remote-config', name: 'Firebase Remote Config', text: /firebaseremoteconfig\.googleapis\.com|com\.google\.firebase\.remoteconfig\.FirebaseRemoteConfig|\bfetchAndActivate\b/ },
  { id: 'webview', name: 'WebView', text: /^(Landroid\/webkit\/WebView;|android\.webkit\.WebView|loadUrl|addJavascriptInterface)$|^javascript:/ },
];
