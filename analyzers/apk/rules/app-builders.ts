/** What builds an app out of web pages, and scripts that are locked against reading. */
export const appBuilders = String.raw`
rule uniapp_program {
  meta:
    author = "Assay"
    description = "The program starts a uni-app (DCloud) shell: the app itself is a script in its data"
    severity = "info"
    reference = "https://uniapp.dcloud.net.cn/"
  strings:
    $entry = "Lio/dcloud/PandoraEntry"
    $web = "Lio/dcloud/WebAppActivity;"
    $feature = "Lio/dcloud/feature/"
  condition:
    uint32(0) == 0x0a786564 and ($entry or $web) and $feature
}

rule dcloud_locked_script {
  meta:
    author = "Assay"
    description = "A uni-app declares its scripts as encrypted: they cannot be read without running the app"
    severity = "low"
    technique = "T1406"
    reference = "https://uniapp.dcloud.net.cn/tutorial/app-sec-confusion.html"
  strings:
    $app = /"id"[ \t]*:[ \t]*"(__UNI__|H5)[0-9A-Za-z]{4,12}"/
    $confusion = /"confusion"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}\{/
    $resources = /"resources"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}\{/
  condition:
    filesize < 2MB and $app and $confusion and $resources
}

rule dcloud_encrypted_file {
  meta:
    author = "Assay"
    description = "A script of a uni-app is encrypted: its contents are not examined"
    severity = "low"
    technique = "T1406"
    reference = "https://uniapp.dcloud.net.cn/tutorial/app-sec-confusion.html"
  condition:
    entry matches /^assets\/apps\/[^\/]{4,40}\/www\/.{0,200}app-(service|view|confusion)[^\/]{0,40}\.js$/
    and filesize > 4096 and math.entropy(0, 4096) > 7.5
}
`;
