import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"

/** A key with its certificate, as PEM. */
export interface Identity {
  readonly key: Buffer
  readonly cert: Buffer
}

const openssl = (directory: string, args: ReadonlyArray<string>): void => {
  execFileSync("openssl", args, { cwd: directory, stdio: "pipe" })
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

/** An authority made on the spot by the openssl program, in `directory`; nothing of it is kept with the tests. */
export const authority = (directory: string) => {
  fs.mkdirSync(directory, { recursive: true })
  openssl(directory, ["req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=Test CA"])
  fs.writeFileSync(path.join(directory, "index.txt"), "")
  fs.writeFileSync(path.join(directory, "serial"), "01\n")
  fs.writeFileSync(path.join(directory, "ca.cnf"), `[ca]\ndefault_ca = it\n[it]\ndir = .\ndatabase = index.txt\nserial = serial
new_certs_dir = .\ncertificate = ca.crt\nprivate_key = ca.key\ndefault_md = sha256\npolicy = any\ncopy_extensions = copy
unique_subject = no\n[any]\ncommonName = supplied\n`)
  const read = (name: string): Identity => ({
    key: fs.readFileSync(path.join(directory, `${name}.key`)),
    cert: fs.readFileSync(path.join(directory, `${name}.crt`))
  })
  return {
    file: path.join(directory, "ca.crt"),
    /** For one host; the days are written `YYYYMMDDHHMMSSZ`. */
    issue: (name: string, host: string, from: string, to: string): Identity => {
      const request = ["req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${host}`]
      openssl(directory, [...request, "-addext", `subjectAltName=DNS:${host}`])
      openssl(directory, [
        "ca", "-batch", "-config", "ca.cnf", "-in", `${name}.csr`, "-out", `${name}.crt`, "-startdate", from, "-enddate", to, "-notext"
      ])
      return read(name)
    },
    selfSigned: (name: string, host: string): Identity => {
      const request = ["req", "-x509", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.crt`, "-days", "2"]
      openssl(directory, [...request, "-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`])
      return read(name)
    }
  }
}
