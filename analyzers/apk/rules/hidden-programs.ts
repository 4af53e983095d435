/** Programs that bring further programs. */
export const hiddenPrograms = String.raw`
rule loader_stub {
  meta:
    author = "Assay"
    description = "A very small program that loads another one and puts itself in its place, as packers do"
    severity = "medium"
    technique = "T1406.002"
    reference = "https://developer.android.com/reference/dalvik/system/DexClassLoader"
  strings:
    $load1 = "Ldalvik/system/DexClassLoader;"
    $load2 = "Ldalvik/system/InMemoryDexClassLoader;"
    $swap1 = "dexElements"
    $swap2 = "makePathElements"
    $swap3 = "mInitialApplication"
    $swap4 = "mAllApplications"
    $swap5 = "currentActivityThread"
    $base = "attachBaseContext"
  condition:
    uint32(0) == 0x0a786564 and filesize < 300KB and $base and any of ($load*) and 2 of ($swap*)
}

rule program_in_memory {
  meta:
    author = "Assay"
    description = "A program decrypts something and runs it from memory"
    severity = "low"
    technique = "T1407"
    reference = "https://developer.android.com/reference/dalvik/system/InMemoryDexClassLoader"
  strings:
    $memory = "Ldalvik/system/InMemoryDexClassLoader;"
    $cipher = "Ljavax/crypto/Cipher;"
    $assets = "Landroid/content/res/AssetManager;"
    $final = "doFinal"
  condition:
    uint32(0) == 0x0a786564 and all of them
}

rule dropped_package_install {
  meta:
    author = "Assay"
    description = "A program unpacks an app from its own data and asks for it to be installed"
    severity = "medium"
    technique = "T1407"
    reference = "https://developer.android.com/reference/android/content/pm/PackageInstaller"
  strings:
    $session = "Landroid/content/pm/PackageInstaller$Session;"
    $write = "openWrite"
    $assets = "Landroid/content/res/AssetManager;"
    $apk = /[a-z0-9_]{1,40}\.apk/
  condition:
    uint32(0) == 0x0a786564 and filesize < 2MB and all of them
}
`;
