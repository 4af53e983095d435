/**
 * Products that pack, encrypt or guard an app, and the names by which they are known inside it. Names are facts: most were
 * first listed by APKiD (github.com/rednaga/APKiD, whose rules are not used here); which of them suffice alone, and which
 * only together, is our own judgement.
 */
export interface Packer {
  readonly id: string;
  readonly name: string;
  /** `packer`: the real program is hidden until the app runs · `protector`: guards against change and examination. */
  readonly kind: 'packer' | 'protector';
  /** One of these is enough. `lib:` a native library wherever it lies; a final `/` a folder; one `*` for anything. */
  readonly files?: readonly string[];
  /** All of one list must be there: each name alone would be too common. */
  readonly together?: readonly (readonly string[])[];
  /** Application classes that start the hidden program. */
  readonly applications?: readonly string[];
  /** Beginnings of class names, dotted. */
  readonly classes?: readonly string[];
}

export const packers: readonly Packer[] = [
  {
    id: 'qihoo-jiagu', name: '360 Jiagu', kind: 'packer',
    files: ['lib:libjiagu.so', 'lib:libjiagu_*.so', 'lib:libprotectClass.so', 'assets/libjiagu*.so', 'assets/jiagu_data.bin', 'lib:libapktoolplus_jiagu.so'],
    applications: ['com.stub.StubApp', 'com.qihoo.util.StubApp', 'com.qihoo.util.StubApplication', 'com.linchaolong.apktoolplus.jiagu.ProtectApplication'],
  },
  {
    id: 'bangcle-secneo', name: 'Bangcle / SecNeo', kind: 'packer',
    files: ['lib:libDexHelper.so', 'lib:libDexHelper-*.so', 'lib:libSecShell.so', 'lib:libSecShell-*.so', 'lib:libsecexe.so', 'lib:libsecmain.so', 'lib:libdexjni.so', 'lib:libdatajar.so', 'assets/secData0.jar', 'assets/bangcleplugin/', 'assets/bangcle_classes.jar', 'assets/bangcleclasses.jar'],
    applications: ['com.secneo.apkwrapper.ApplicationWrapper', 'com.secneo.apkwrapper.AW', 'com.SecShell.SecShell.ApplicationWrapper', 'com.bangcle.protect.ApplicationWrapper', 'com.secshell.secData.ApplicationWrapper'],
  },
  {
    id: 'tencent-legu', name: 'Tencent Legu', kind: 'packer',
    files: ['lib:libshell-super.*.so', 'lib:libshella-*.so', 'lib:libshellx-*.so', 'lib:liblegudb.so', 'lib:libtup.so', 'assets/0OO00l111l1l', 'assets/0OO00oo01l1l', 'assets/o0oooOO0ooOo.dat', 'assets/wsDal.jar'],
    together: [['assets/tosversion', 'lib:libshell*.so']],
    applications: ['com.tencent.StubShell.TxAppEntry', 'com.wrapper.proxyapplication.WrapperProxyApplication'],
  },
  {
    id: 'ijiami', name: 'iJiami', kind: 'packer',
    files: ['assets/ijiami.dat', 'assets/ijiami.ajm', 'assets/ijm_lib/', 'assets/IJMDal.Data', 'assets/libijmDataEncryption.so', 'lib:libijmDataEncryption.so'],
    together: [['lib:libexec.so', 'lib:libexecmain.so']],
    applications: ['s.h.e.l.l.S', 'com.shell.SuperApplication'],
  },
  { id: 'baidu', name: 'Baidu', kind: 'packer', files: ['lib:libbaiduprotect.so', 'assets/baiduprotect1.jar', 'assets/baiduprotect*.jar'], applications: ['com.baidu.protect.StubApplication'] },
  { id: 'alibaba', name: 'Alibaba', kind: 'packer', files: ['lib:libmobisec.so'], applications: ['com.ali.mobisecenhance.StubApplication'] },
  { id: 'netease-yidun', name: 'NetEase Yidun', kind: 'packer', files: ['lib:libnesec.so', 'assets/nedata.db', 'assets/nedig.properties'], applications: ['com.netease.nis.wrapper.MyApplication'], classes: ['com.netease.nis.wrapper.'] },
  { id: 'naga', name: 'Naga', kind: 'packer', files: ['lib:libchaosvmp.so', 'assets/maindata/fake_classes.dex'], together: [['lib:libxloader.so', 'lib:libddog.so']] },
  { id: 'kiro', name: 'Kiro', kind: 'packer', files: ['lib:libkiroro.so'] },
  { id: 'nqshield', name: 'NQ Shield', kind: 'packer', files: ['lib:libnqshield.so'] },
  { id: 'apkprotect', name: 'APKProtect', kind: 'packer', files: ['lib:libAPKProtect.so', 'assets/apkprotect.bin', 'assets/apkprotect/classes.dex.bin', 'apkprotect-build.properties', 'apkprotect.com/', 'META-INF/APKPROTECT.RSA'] },
  { id: 'secenh', name: 'Secenh', kind: 'packer', files: ['assets/libsecenh.so', 'assets/libsecenh_x86.so'] },
  { id: 'dingxiang', name: 'DingXiang', kind: 'packer', files: ['dsnstub000.vd'], together: [['assets/__param.data', 'assets/__version.txt']] },
  { id: 'manxi', name: 'Manxi Security', kind: 'packer', files: ['assets/mxsafe.data', 'assets/mxsafe.jar'] },
  { id: 'tongfu', name: 'Tongfu shield', kind: 'packer', files: ['assets/libegis.a'], together: [['assets/mode', 'assets/PK', 'assets/virtual']] },
  { id: 'pangxie', name: 'PangXie', kind: 'packer', files: ['lib:libnsecure.so'] },
  { id: 'kiwisec', name: 'KiwiSec', kind: 'packer', files: ['lib:libKwProtectSDK.so', 'lib:libkwsdataenc.so', 'lib:libkiwicrash.so'] },
  { id: 'apkpacker', name: 'ApkPacker', kind: 'packer', files: ['assets/ApkPacker/'] },
  { id: 'qdbh', name: 'qdbh', kind: 'packer', files: ['assets/qdbh'] },
  { id: 'apkencryptor', name: 'ApkEncryptor', kind: 'packer', files: ['src/2ba5b2615b9b71b48c7694d6489e0171', 'src/2e15f58d32a5ff652706ef41ec85a763', 'src/3676d55f84497cbeadfc614c1b1b62fc'] },
  { id: 'dpt-shell', name: 'DPT Shell', kind: 'packer', files: ['lib:libdpt.so'], together: [['assets/app_name', 'assets/app_acf']], applications: ['com.luoyesiqiu.shell.ProxyApplication'] },
  { id: 'liapp', name: 'LIAPP', kind: 'packer', files: ['assets/LIAPP.ini', 'assets/LIAPPClient.sc', 'LIAPPClient.sc', 'assets/LIAPPEgg*'] },
  { id: 'medusah', name: 'Medusah (AppSolid)', kind: 'packer', together: [['lib:libmd.so', 'assets/high_resolution.png']] },
  { id: 'mixdex', name: 'Mobile Tencent Protect', kind: 'packer', files: ['assets/mix.dex'] },
  { id: 'unicom', name: 'Unicom SDK loader', kind: 'packer', together: [['assets/libdecrypt.jar', 'assets/libunicomsdk.jar']] },
  { id: 'chornclickers', name: 'ChornClickers', kind: 'packer', together: [['lib:libhdus.so', 'lib:libwjus.so']] },
  { id: 'vguard', name: 'VGuard', kind: 'packer', files: ['assets/dexsky.ini'] },
  { id: 'dexshellx', name: 'DexProtect X', kind: 'packer', files: ['assets/libVMDexShellx.so', 'assets/DexShell.mp3'] },
  { id: 'appguard', name: 'AppGuard', kind: 'protector', files: ['assets/appguard/', 'assets/AppGuard0.jar', 'assets/AppGuard.dgc', 'lib:libAppGuard.so', 'lib:libAppGuard-*.so'], together: [['assets/m7a', 'assets/m8a'], ['assets/agconfig', 'assets/agmetainfo']] },
  { id: 'dxshield', name: 'DxShield', kind: 'protector', files: ['lib:libdxbase.so', 'assets/DXINFO.XML'] },
  { id: 'dexprotector', name: 'DexProtector', kind: 'protector', files: ['assets/dp.arm*.so.dat', 'assets/dp.x86*.so.dat', 'assets/dp.arm*.art.*.so', 'assets/dp.x86*.art.*.so', 'assets/dp.arm*.dvm.so', 'assets/dp.x86*.dvm.so', 'assets/dexprotect/', 'assets/eprotect.dat', 'assets/dp-lib/', 'dexpro-build.properties', 'lib:libdexprotector.so', 'lib:libdexprotector.*.so'] },
  { id: 'appsealing', name: 'AppSealing', kind: 'protector', files: ['lib:libcovault.so', 'lib:libcovault-appsec.so', 'assets/appsealing.dex', 'assets/sealed1.dex'] },
  { id: 'appsuit', name: 'AppSuit', kind: 'protector', files: ['lib:libAppSuit.so', 'assets/appsuit/'] },
  { id: 'app-fortify', name: 'App Fortify', kind: 'protector', files: ['lib:libNSaferOnly.so'] },
  { id: 'virbox', name: 'Virbox', kind: 'protector', files: ['lib:libv++.so', 'lib:libv++_64.so'], together: [['lib:libsandhook.so', 'lib:libsandhook-native.so']] },
  { id: 'vkey', name: 'V-Key', kind: 'protector', files: ['assets/vkeylicensepack', 'assets/voscodesign.vky', 'assets/vkwbc_ta.bin'], together: [['assets/firmware', 'assets/kernel.bin', 'assets/signature']] },
  { id: 'promon', name: 'Promon Shield', kind: 'protector', together: [['lib:libshield.so', 'assets/pbi.bin']], classes: ['no.promon.shield.'] },
  { id: 'arxan-whitecryption', name: 'whiteCryption', kind: 'protector', files: ['lib:libSecureKeyBoxJava.so'] },
  { id: 'approov', name: 'Approov', kind: 'protector', files: ['lib:libapproov.so', 'assets/cbconfig.JSON'] },
  { id: 'freerasp', name: 'freeRASP', kind: 'protector', files: ['assets/talsec/', 'assets/talsec'], classes: ['com.aheaditec.talsec'] },
  { id: 'build38', name: 'Build38', kind: 'protector', files: ['assets/license.tak', 'assets/__license.tak', '__license.tak'] },
  { id: 'bshield', name: 'BShield', kind: 'protector', files: ['assets/bshield.dat'] },
  { id: 'protectt', name: 'Protectt', kind: 'protector', files: ['lib:libprotectt-native-lib.so', 'lib:libprotecttai.so', 'lib:libapp-protectt-native-lib.so'] },
  { id: 'extrus', name: 'ExTrus AppDefence', kind: 'protector', files: ['assets/appdefence_xml'] },
  { id: 'haiyunan', name: 'Haiyun’an', kind: 'protector', files: ['assets/itse'] },
  { id: 'denuvo', name: 'Denuvo', kind: 'protector', files: ['lib:libvmpc.so'] },
  { id: 'ahnlab', name: 'AhnLab V3 Mobile', kind: 'protector', files: ['assets/ahnlab/engine/'] },
  { id: 'aegis', name: 'Aegis (Android Republic)', kind: 'protector', files: ['assets/aegis/aegis.mf', 'assets/aegis/aegis.sig', 'assets/aegis/shield.dat'] },
  { id: 'easyprotector', name: 'EasyProtector', kind: 'protector', files: ['lib:libantitrace.so'] },
  { id: 'rootbeer', name: 'RootBeer', kind: 'protector', classes: ['com.scottyab.rootbeer.'] },
  { id: 'gpresto', name: 'G-Presto', kind: 'protector', files: ['lib:libPresto*.so'], together: [['assets/libData.so', 'lib:libgpresto.so']] },
];
