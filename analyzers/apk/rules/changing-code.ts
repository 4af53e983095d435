/** Ways to change an app after it was installed, past any store. */
export const changingCode = `
rule hot_update_codepush {
  meta:
    author = "Assay"
    description = "CodePush: the app's script can be replaced from a server after installation"
    severity = "low"
    technique = "T1661"
    reference = "https://github.com/microsoft/react-native-code-push"
  strings:
    $class = "Lcom/microsoft/codepush/react/CodePush;"
    $bundle = "CodePushHash.json"
    $server = "codepush.appcenter.ms"
  condition:
    uint32(0) == 0x0a786564 and $class or ($bundle and $server)
}

rule hot_update_wgt {
  meta:
    author = "Assay"
    description = "A uni-app script downloads and installs a replacement of itself (wgt)"
    severity = "low"
    technique = "T1661"
    reference = "https://uniapp.dcloud.net.cn/tutorial/app-sec-hot-update.html"
  strings:
    $install = "plus.runtime.install"
    $download1 = "uni.downloadFile"
    $download2 = "plus.downloader.createDownload"
    $package = ".wgt"
    $restart = "plus.runtime.restart"
  condition:
    $install and any of ($download*) and ($package or $restart)
}

rule hot_update_patcher {
  meta:
    author = "Assay"
    description = "A patching library (Tinker, Sophix, Robust or Bugly): program code can be replaced after installation"
    severity = "low"
    technique = "T1661"
    reference = "https://github.com/Tencent/tinker"
  strings:
    $tinker = "Lcom/tencent/tinker/loader/TinkerLoader;"
    $sophix = "Lcom/taobao/sophix/SophixManager;"
    $robust = "Lcom/meituan/robust/PatchExecutor;"
    $bugly = "Lcom/tencent/bugly/beta/tinker/"
  condition:
    uint32(0) == 0x0a786564 and any of them
}
`;
