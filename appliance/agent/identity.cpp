#include "appliance/agent/identity.h"

#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <utility>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"

namespace gatehouse::agent {
namespace {
constexpr std::size_t kPemCap = 64 * 1024;

// Empty when it is not there.
Result<std::string> read_if_there(const std::string& path) {
  if (!file_exists(path)) return std::string();
  return read_file(path, kPemCap);
}

Result<Secret> read_or_make(const std::string& path, const std::function<std::string()>& make) {
  if (!file_exists(path)) {
    const Secret made(make());
    if (auto written = write_file_atomically(path, made.view(), 0600); !written) return written.error();
  }
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  if ((info.st_mode & 077) != 0) {
    return Error{
        path +
        " can be read by others. Make it private (chmod 600), or delete it and enrol this machine again."};
  }
  auto text = read_file(path, kPemCap);
  if (!text) return text.error();
  return Secret(*std::move(text));
}

std::string device_key_text(const seal::PrivateKey& key) {
  return base64url(key.bytes()) + "\n";
}

}  // namespace

Result<Identity> Identity::open(const std::string& directory) {
  if (auto made = make_directory(directory, 0700); !made) return made.error();
  Identity identity(directory);
  if (auto loaded = identity.load_keys(); !loaded) return loaded.error();
  for (const auto& [name, into] : {std::pair("/certificate.pem", &identity.certificate_pem_),
                                   {"/authority.crt", &identity.authority_pem_},
                                   {"/server", &identity.server_}}) {
    auto content = read_if_there(directory + name);
    if (!content) return content.error();
    *into = *std::move(content);
  }
  identity.server_ = trimmed(identity.server_);
  return identity;
}

Result<Identity> Identity::renew(const std::string& directory) {
  if (auto made = make_directory(directory, 0700); !made) return made.error();
  Identity identity(directory);
  identity.key_pem_ = Secret(net::new_key_pem());
  identity.device_key_ = seal::PrivateKey::generate();
  identity.keys_are_new_ = true;
  return identity;
}

Result<void> Identity::store_appliance(const std::string& server, const std::string& authority_pem) {
  if (auto ok = write_file_atomically(directory_ + "/authority.crt", authority_pem, 0600); !ok) return ok;
  if (auto ok = write_file_atomically(directory_ + "/server", server + "\n", 0600); !ok) return ok;
  authority_pem_ = authority_pem;
  server_ = server;
  return {};
}

Result<void> Identity::store_authorities(const std::string& pem) {
  if (auto readable = net::fingerprint(pem); !readable) return readable.error();
  auto written = write_file_atomically(directory_ + "/authority.crt", pem, 0600);
  if (written) authority_pem_ = pem;
  return written;
}

Result<void> Identity::load_keys() {
  auto pem = read_or_make(directory_ + "/key.pem", [] { return net::new_key_pem(); });
  if (!pem) return pem.error();
  key_pem_ = *std::move(pem);
  const std::string path = directory_ + "/device.key";
  const auto text = read_or_make(path, [] { return device_key_text(seal::PrivateKey::generate()); });
  if (!text) return text.error();
  const Secret bytes(from_base64url(trimmed(text->view())).value_or(""));
  auto key = seal::PrivateKey::from_bytes(as_bytes(bytes.view()));
  if (!key) return Error{path + " holds no key. Delete it, and confirm the machine's new key in the portal."};
  device_key_ = *std::move(key);
  return {};
}

Result<void> Identity::store_certificate(const std::string& certificate_pem) {
  if (auto ours = net::check_pair(std::string(key_pem_.view()), certificate_pem); !ours) return ours;
  if (keys_are_new_) {
    // Never a certificate beside the key of another: cut off here, the machine is not enrolled.
    ::unlink((directory_ + "/certificate.pem").c_str());
    if (auto ok = write_file_atomically(directory_ + "/key.pem", key_pem_.view(), 0600); !ok) return ok;
    const Secret text(device_key_text(*device_key_));
    if (auto ok = write_file_atomically(directory_ + "/device.key", text.view(), 0600); !ok) return ok;
    keys_are_new_ = false;
  }
  const auto written = write_file_atomically(directory_ + "/certificate.pem", certificate_pem, 0600);
  if (written) certificate_pem_ = certificate_pem;
  return written;
}

}  // namespace gatehouse::agent
