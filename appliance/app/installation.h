// Putting a service's files on a machine so that it starts with it, and taking them away again. Every step can be
// undone until keep() is called: a step that fails leaves nothing behind.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse::app {

// Where an installed program has its things.
struct Places {
  std::string root;                   // before every path; empty: the system that runs
  std::string prefix = "/usr/local";  // of the program

  std::string program() const { return prefix + "/bin/gatehouse"; }
  std::string on_disk(std::string_view path) const { return root + std::string(path); }
};
inline constexpr std::string_view kApplianceUnit = "/etc/systemd/system/gatehouse.service";

class Installation {
 public:
  explicit Installation(Places places) : places_(std::move(places)) {}
  ~Installation();  // undoes, the last first, unless keep() was called
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  // Could a file be made at `path`? The error says why not and what to do: no rights, or a disk that is read-only.
  Result<void> may_write(std::string_view path) const;
  // Copies the program that runs. True: there was another one, which it replaces.
  Result<bool> put_program();
  // The content as it is or `content`; with the directories above it.
  Result<void> put_file(std::string_view path, std::string_view content, unsigned mode);
  Result<void> put_link(std::string_view path, const std::string& target);
  Result<void> put_directory(std::string_view path, unsigned mode);
  void on_undo(std::function<void()> task) { undo_.push_back(std::move(task)); }
  void on_keep(std::function<void()> task) { keep_.push_back(std::move(task)); }
  void keep();

 private:
  Result<void> make_parents(const std::string& on_disk);

  const Places places_;
  std::vector<std::function<void()>> undo_, keep_;
};

// The program that an installed unit starts; nothing: there is no unit, or it is not one of ours.
std::optional<std::string> program_of_unit(const std::string& unit_on_disk);

// Does systemd run here?
bool systemd_runs();
// Runs `systemctl WORDS...` or another tool of systemd and waits. The error says what it did not like.
Result<void> run_tool(const std::string& tool, const std::vector<std::string>& words, bool quiet = false);

}  // namespace gatehouse::app
