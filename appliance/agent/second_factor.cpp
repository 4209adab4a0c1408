#include "appliance/agent/second_factor.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"
#include "appliance/credentials/totp.h"

namespace gatehouse::agent {

using nlohmann::json;

namespace {

constexpr std::size_t kFileCap = 4096;

struct Kept {
  Secret secret;
  std::int64_t last_step = 0;
};

std::string path_in(const std::string& directory) {
  return directory + "/" + kSecondFactorFile;
}

Result<Kept> read(const std::string& directory) {
  const std::string path = path_in(directory);
  const auto text = read_file(path, kFileCap);
  if (!text) return text.error();
  const json whole = json::parse(*text, nullptr, false);
  const Error broken{path +
                     " can't be used. Set the second factor up again: gatehouse second-factor off, then on"};
  if (!whole.is_object() || !whole.contains("secret") || !whole["secret"].is_string() ||
      !whole.contains("last_step") || !whole["last_step"].is_number_integer())
    return broken;
  auto secret = from_base64url(whole["secret"].get_ref<const std::string&>());
  if (!secret || secret->size() != credentials::kTotpSecretSize) return broken;
  return Kept{Secret(*std::move(secret)), whole["last_step"].get<std::int64_t>()};
}

Result<void> write(const std::string& directory, const Kept& kept) {
  const json whole = {{"secret", base64url(kept.secret.view())}, {"last_step", kept.last_step}};
  const Secret text(whole.dump(1) + "\n");
  return write_file_atomically(path_in(directory), text.view(), 0600);
}

}  // namespace

Result<bool> has_second_factor(const std::string& directory) {
  if (is_missing(path_in(directory))) return false;
  if (const auto kept = read(directory); !kept) return kept.error();
  return true;
}

Result<bool> begin_second_factor(const std::string& directory, const Secret& secret, std::string_view code,
                                 std::int64_t now) {
  const auto step = credentials::matching_step(secret.view(), code, now, 0);
  if (!step) return false;
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  if (auto ok = write(directory, Kept{Secret(std::string(secret.view())), *step}); !ok) return ok.error();
  return true;
}

Result<void> end_second_factor(const std::string& directory) {
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  if (::unlink(path_in(directory).c_str()) != 0 && errno != ENOENT)
    return errno_error("cannot remove " + path_in(directory));
  return {};
}

Result<bool> use_code(const std::string& directory, std::string_view code, std::int64_t now) {
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  auto kept = read(directory);
  if (!kept) return kept.error();
  const auto step = credentials::matching_step(kept->secret.view(), code, now, kept->last_step);
  if (!step) return false;
  kept->last_step = *step;
  // What can't be written down could be used again.
  if (auto ok = write(directory, *kept); !ok) return ok.error();
  return true;
}

}  // namespace gatehouse::agent
