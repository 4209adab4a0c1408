#include "appliance/agent/identity.h"

#include <sys/stat.h>

#include "appliance/base/files.h"
#include "appliance/net/certificates.h"

namespace gatehouse::agent {
namespace {
constexpr std::size_t kPemCap = 64 * 1024;
}

Result<Identity> Identity::open(const std::string& directory) {
  if (auto made = make_directory(directory, 0700); !made) return made.error();
  Identity identity(directory);
  if (auto loaded = identity.load_key(); !loaded) return loaded.error();
  const std::string path = directory + "/certificate.pem";
  if (!file_exists(path)) return identity;
  auto certificate = read_file(path, kPemCap);
  if (!certificate) return certificate.error();
  identity.certificate_pem_ = std::move(*certificate);
  return identity;
}

Result<void> Identity::load_key() {
  const std::string path = directory_ + "/key.pem";
  if (!file_exists(path)) {
    if (auto written = write_file_atomically(path, net::new_key_pem(), 0600); !written) return written;
  }
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  if ((info.st_mode & 077) != 0) {
    return Error{
        path +
        " can be read by others. Make it private (chmod 600), or delete it and enrol this machine again."};
  }
  auto key = read_file(path, kPemCap);
  if (!key) return key.error();
  key_pem_ = Secret(std::move(*key));
  return {};
}

Result<void> Identity::store_certificate(const std::string& certificate_pem) {
  if (auto readable = net::fingerprint(certificate_pem); !readable) return readable.error();
  const auto written = write_file_atomically(directory_ + "/certificate.pem", certificate_pem, 0600);
  if (written) certificate_pem_ = certificate_pem;
  return written;
}

}  // namespace gatehouse::agent
