/** How a framework shows itself in an app. Any one `files` pattern is enough: only names that nothing else has. */
export interface FrameworkMarker {
  readonly name: string;
  readonly title: string;
  /** On the path inside the app. */
  readonly files: readonly RegExp[];
  /** On names of components, the application class and the package. */
  readonly classes?: readonly RegExp[];
  /** Other frameworks that this one is built on. */
  readonly implies?: readonly string[];
  /** Where its program and its addresses are, in words. */
  readonly where: string;
}

export const frameworkMarkers: readonly FrameworkMarker[] = [
  {
    name: 'uni-app', title: 'uni-app (DCloud)', implies: ['dcloud'],
    files: [/^(assets\/|Pandora\/|.{0,80}\/)?apps\/__UNI__[0-9A-F]{6,9}\/www\//, /^assets\/uni_modules\//, /^assets\/uniapp[-_a-z]*\//],
    classes: [/^uni\.UNI[0-9A-F]{6,9}$/, /^io\.dcloud\.uniapp\./],
    where: 'app-service.js, app-config-service.js and manifest.json in the www folder',
  },
  {
    name: 'dcloud', title: 'DCloud 5+ runtime',
    files: [/^assets\/data\/dcloud_(control|properties|error)\./, /^(assets|Pandora)\/apps\/H5[0-9A-F]{6,9}\/www\//, /^PandoraApi\.bundle\//, /^control\.xml$/],
    classes: [/^io\.dcloud\.(PandoraEntry|PandoraEntryActivity|WebAppActivity|application\.DCloudApplication)$/, /^plus\.H5[0-9A-F]{6,9}$/],
    where: 'the www folder; may be replaced at run time by a .wgt package',
  },
  {
    name: 'flutter', title: 'Flutter',
    files: [/^lib\/[^/]+\/libflutter\.so$/, /^assets\/flutter_assets\//, /^Frameworks\/Flutter\.framework\//, /^Frameworks\/App\.framework\/flutter_assets\//],
    classes: [/^io\.flutter\.(embedding\.android\.Flutter(Fragment)?Activity|app\.Flutter(Application|Activity))$/],
    where: 'libapp.so (Android) or App.framework/App (iOS)',
  },
  {
    name: 'react-native', title: 'React Native',
    files: [/^assets\/index\.android\.bundle$/, /^lib\/[^/]+\/libreactnative(jni)?\.so$/, /^main\.jsbundle$/, /^Frameworks\/(React|hermes)\.framework\//],
    classes: [/^com\.facebook\.react\./],
    where: 'the JavaScript bundle, plain or compiled by Hermes',
  },
  { name: 'hermes', title: 'Hermes', files: [/^lib\/[^/]+\/libhermes[a-z_-]*\.so$/, /^Frameworks\/hermes\.framework\//], where: 'the compiled bundle' },
  { name: 'expo', title: 'Expo', files: [/^assets\/app\.config$/, /^EXConstants\.bundle\//, /^Expo\.plist$/], classes: [/^expo\.modules\./], implies: ['react-native'], where: 'app.config and the JavaScript bundle' },
  {
    name: 'capacitor', title: 'Capacitor',
    files: [/^(assets\/)?capacitor\.config\.(json|ts)$/, /^assets\/capacitor\.plugins\.json$/, /^Frameworks\/Capacitor\.framework\//],
    classes: [/^com\.getcapacitor\.BridgeActivity$/], where: 'capacitor.config.json (server.url) and the public folder',
  },
  {
    name: 'cordova', title: 'Cordova / PhoneGap',
    files: [/^(assets\/)?www\/cordova(_plugins)?\.js$/, /^(assets\/)?(www|public)\/cordova\.js$/],
    classes: [/^org\.apache\.cordova\./], where: 'config.xml and the www folder',
  },
  { name: 'ionic', title: 'Ionic', files: [/^(assets\/)?(www|public)\/(build\/)?(ionic|p-ion|polyfills-core-js)[a-z0-9.-]*\.js$/, /^(assets\/)?www\/lib\/ionic\//], where: 'the www or public folder' },
  {
    name: 'xamarin', title: 'Xamarin / .NET for Android',
    files: [/^lib\/[^/]+\/lib(monodroid|xamarin-app|mono-android\.[a-z]+|monosgen-2\.0)\.so$/, /^assemblies\/(assemblies(\.[a-z0-9_]+)?\.blob|.+\.dll)$/, /^Xamarin\.iOS\.dll$/, /^.{0,40}\/Xamarin\.iOS\.dll$/],
    classes: [/^(mono\.MonoRuntimeProvider|mono\.android\.|crc64[0-9a-f]{16}\.)/], where: '.NET assemblies, packed with LZ4',
  },
  { name: 'maui', title: '.NET MAUI', files: [/^(assemblies\/|.{0,40}\/)?Microsoft\.Maui(\.[A-Za-z]+)?\.dll$/], implies: ['xamarin'], where: '.NET assemblies' },
  { name: 'unity', title: 'Unity', files: [/^lib\/[^/]+\/libunity\.so$/, /^(assets\/bin\/)?Data\/Managed\/Metadata\/global-metadata\.dat$/, /^assets\/bin\/Data\//, /^Frameworks\/UnityFramework\.framework\//], classes: [/^com\.unity3d\.player\./], where: 'global-metadata.dat (IL2CPP) or Managed/*.dll' },
  { name: 'app-inventor', title: 'MIT App Inventor', files: [/^assets\/external_comps\//, /^assets\/component_build_infos?\.json$/], classes: [/^appinventor\.ai_/, /^com\.google\.appinventor\.components\.runtime\./], where: 'compiled blocks (DEX) and assets' },
  { name: 'kodular', title: 'Kodular', files: [], classes: [/^io\.(kodular|makeroid)\./], implies: ['app-inventor'], where: 'compiled blocks (DEX) and assets' },
  { name: 'thunkable', title: 'Thunkable', files: [], classes: [/^com\.thunkable\./], where: 'React Native bundle or compiled blocks' },
  { name: 'b4a', title: 'Basic4Android (B4A)', files: [/^assets\/b4a?_[a-z]+\./], classes: [/^anywheresoftware\.b4a\./], where: 'compiled code (DEX)' },
  { name: 'kivy', title: 'Kivy / Python for Android', files: [/^assets\/private\.(mp3|tar)$/, /^lib\/[^/]+\/libpybundle\.so$/], classes: [/^org\.kivy\.android\./], where: 'a packed Python tree' },
  { name: 'apicloud', title: 'APICloud', files: [/^assets\/widget\/config\.xml$/, /^assets\/uzmap\//, /^widget\/config\.xml$/], classes: [/^com\.uzmap\.pkg\./], where: 'the widget folder, often encrypted' },
  { name: 'appcan', title: 'AppCan', files: [/^assets\/widget\/.*uexcontrol/, /^assets\/appcan\//], classes: [/^org\.zywx\.wbpalmstar\./], where: 'the widget folder, often encrypted' },
  { name: 'nativescript', title: 'NativeScript', files: [/^lib\/[^/]+\/libNativeScript\.so$/, /^assets\/app\/tns_modules\//, /^Frameworks\/NativeScript\.framework\//], classes: [/^com\.tns\./], where: 'assets/app' },
  { name: 'titanium', title: 'Titanium', files: [/^assets\/Resources\/(app\.js|ti\.main\.js)$/, /^assets\/Resources\/_app_props_\.json$/], classes: [/^org\.appcelerator\.titanium\./], where: 'assets/Resources' },
  { name: 'weex', title: 'Weex', files: [/^lib\/[^/]+\/libweex(core|jsc|jss|jsb|jst)\.so$/], where: 'JavaScript bundles' },
  { name: 'cocos', title: 'Cocos2d-x / Cocos Creator', files: [/^lib\/[^/]+\/libcocos(2d(js|cpp|lua)?|\w{0,8})?\.so$/, /^assets\/src\/cocos2d-jsb\.jsc?$/, /^assets\/jsb-adapter\//, /^jsb-adapter\//], classes: [/^org\.cocos2dx\./, /^com\.cocos\.(lib|game|service)\./], where: 'assets/src and assets/main, .jsc files are encrypted with XXTEA' },
  { name: 'godot', title: 'Godot', files: [/^lib\/[^/]+\/libgodot_android\.so$/], classes: [/^org\.godotengine\./], where: 'packed resources' },
  { name: 'qt', title: 'Qt', files: [/^lib\/[^/]+\/libQt[56]Core[^/]*\.so$/], classes: [/^org\.qtproject\.qt/], where: 'native libraries' },
  { name: 'median', title: 'Median (GoNative) website wrapper', files: [/^(assets\/)?appConfig\.json$/], classes: [/^(io\.gonative|co\.median)\.android\./], where: 'appConfig.json' },
  { name: 'twa', title: 'Trusted web activity (website as an app)', files: [], classes: [/^com\.google\.androidbrowserhelper\.trusted\./], where: 'the address in the manifest' },
  { name: 'appgeyser', title: 'AppsGeyser website wrapper', files: [], classes: [/^com\.appsgeyser\./], where: 'configuration in assets' },
  { name: 'autojs', title: 'Auto.js script app', files: [/^assets\/project\/(main\.js|project\.json)$/], classes: [/^com\.stardust\.auto/], where: 'assets/project, may be encrypted' },
  { name: 'lua', title: 'AndroLua script app', files: [/^assets\/(init|main)\.lua$/], classes: [/^com\.androlua\./, /^com\.nirenr\./], where: 'assets/*.lua, may be encrypted' },
  { name: 'quickapp', title: 'Quick app', files: [/^assets\/(hap|rpk)\//], where: 'packed JavaScript' },
];
