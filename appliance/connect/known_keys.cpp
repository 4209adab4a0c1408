#include "appliance/connect/known_keys.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::connect {
namespace {

constexpr std::size_t kFileCap = 4 << 20;
constexpr std::string_view kKind = "x25519";

struct Entry {
  std::string server;
  std::uint64_t device = 0;
  seal::PublicKey key{};
};

std::optional<Entry> parse(const std::string& line) {
  const auto words = split(line, ' ');
  if (words.size() != 4 || words[2] != kKind || words[0].starts_with('#')) return std::nullopt;
  const auto device = parse_integer(words[1], 1, INT64_MAX);
  const auto bytes = from_base64url(words[3]);
  if (!device || !bytes) return std::nullopt;
  const auto key = seal::public_key_from(as_bytes(*bytes));
  if (!key) return std::nullopt;
  return Entry{words[0], static_cast<std::uint64_t>(*device), *key};
}

std::string line_of(const std::string& server, std::uint64_t device, const seal::PublicKey& key) {
  return server + " " + std::to_string(device) + " " + std::string(kKind) + " " + base64url(as_text(key));
}

// Held while the file is read and written again; another lock file than the file itself, which is replaced.
Result<UniqueFd> lock(const std::string& path) {
  UniqueFd fd(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd || ::flock(fd.get(), LOCK_EX) != 0) return errno_error("cannot lock " + path);
  return fd;
}

Result<std::vector<std::string>> read_lines(const std::string& path) {
  if (!file_exists(path)) return std::vector<std::string>();
  const auto content = read_file(path, kFileCap);
  if (!content) return content.error();
  std::vector<std::string> lines = split(*content, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

Result<void> write_lines(const std::string& path, const std::vector<std::string>& lines) {
  std::string content;
  for (const std::string& line : lines) content += line + "\n";
  return write_file_atomically(path, content, 0600);
}

std::string bare(std::string_view text) {
  std::string out = lower_ascii(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == ':'; });
  return out;
}

}  // namespace

Result<KnownKeys::Answer> KnownKeys::look_up(const std::string& server, std::uint64_t device,
                                             const seal::PublicKey& key) const {
  const auto lines = read_lines(path_);
  if (!lines) return lines.error();
  Answer answer;
  for (const std::string& line : *lines) {
    const auto entry = parse(line);
    if (!entry || entry->server != server || entry->device != device) continue;
    if (entry->key == key) return Answer{Verdict::same, {}};
    answer = {Verdict::changed, seal::key_fingerprint(entry->key)};
  }
  return answer;
}

Result<KnownKeys::Answer> KnownKeys::meet(const std::string& server, std::uint64_t device,
                                          const seal::PublicKey& key) {
  const auto held = lock(path_);
  if (!held) return held.error();
  auto answer = look_up(server, device, key);
  if (!answer || answer->verdict != Verdict::first) return answer;
  auto lines = read_lines(path_);
  if (!lines) return lines.error();
  lines->push_back(line_of(server, device, key));
  if (auto ok = write_lines(path_, *lines); !ok) return ok.error();
  return answer;
}

Result<void> KnownKeys::accept(const std::string& server, std::uint64_t device, const seal::PublicKey& key) {
  const auto held = lock(path_);
  if (!held) return held.error();
  auto lines = read_lines(path_);
  if (!lines) return lines.error();
  std::erase_if(*lines, [&](const std::string& line) {
    const auto entry = parse(line);
    return entry && entry->server == server && entry->device == device;
  });
  lines->push_back(line_of(server, device, key));
  return write_lines(path_, *lines);
}

bool is_fingerprint(std::string_view typed, std::string_view fingerprint) {
  return !bare(typed).empty() && bare(typed) == bare(fingerprint);
}

}  // namespace gatehouse::connect
