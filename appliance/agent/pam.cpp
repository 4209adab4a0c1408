#include "appliance/agent/pam.h"

#include <dlfcn.h>
#include <grp.h>
#include <pwd.h>
#include <security/pam_appl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "appliance/base/files.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {
namespace {

using Verdict = AdministratorVerdict;

constexpr std::size_t kQuestionCap = kAdministratorNameCap + 1 + kAdministratorPasswordCap;

struct Library {
  decltype(&::pam_start) start = nullptr;
  decltype(&::pam_authenticate) authenticate = nullptr;
  decltype(&::pam_acct_mgmt) account = nullptr;
  decltype(&::pam_end) end = nullptr;

  static Library open() {
    Library library;
    void* const handle = ::dlopen("libpam.so.0", RTLD_NOW);
    if (handle == nullptr) return library;
    const auto find = [&](auto& function, const char* name) {
      function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(handle, name));
    };
    find(library.start, "pam_start");
    find(library.authenticate, "pam_authenticate");
    find(library.account, "pam_acct_mgmt");
    find(library.end, "pam_end");
    return library;
  }
  bool complete() const { return start && authenticate && account && end; }
};

// Answers every question that is asked without echo with the password, and no other.
int converse(int count, const pam_message** messages, pam_response** answers, void* password) {
  if (count <= 0 || count > PAM_MAX_NUM_MSG) return PAM_CONV_ERR;
  auto* given =
      static_cast<pam_response*>(std::calloc(static_cast<std::size_t>(count), sizeof(pam_response)));
  if (given == nullptr) return PAM_BUF_ERR;
  for (int i = 0; i < count; ++i) {
    if (messages[i]->msg_style == PAM_PROMPT_ECHO_OFF)
      given[i].resp = ::strdup(static_cast<const char*>(password));
  }
  *answers = given;
  return PAM_SUCCESS;
}

bool is_administrator(const passwd& account) {
  if (account.pw_uid == 0 || account.pw_uid == ::geteuid()) return true;
  int count = 256;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (::getgrouplist(account.pw_name, account.pw_gid, groups.data(), &count) < 0) return false;
  groups.resize(static_cast<std::size_t>(count));
  return std::ranges::any_of(groups, [](gid_t id) {
    const group* const entry = ::getgrgid(id);
    if (entry == nullptr) return false;
    const std::string_view name = entry->gr_name;
    return name == "sudo" || name == "wheel";
  });
}

Verdict check(const char* name, const char* password) {
  const Library pam = Library::open();
  if (!pam.complete()) return Verdict::unavailable;
  const pam_conv conversation{converse, const_cast<char*>(password)};
  pam_handle_t* handle = nullptr;
  const char* const service = file_exists("/etc/pam.d/gatehouse") ? "gatehouse" : "login";
  if (pam.start(service, name, &conversation, &handle) != PAM_SUCCESS) return Verdict::unavailable;
  int result = pam.authenticate(handle, PAM_SILENT | PAM_DISALLOW_NULL_AUTHTOK);
  if (result == PAM_SUCCESS) result = pam.account(handle, PAM_SILENT);
  pam.end(handle, result);
  if (result != PAM_SUCCESS) return Verdict::wrong;
  const passwd* const account = ::getpwnam(name);
  return account != nullptr && is_administrator(*account) ? Verdict::yes : Verdict::no_administrator;
}

}  // namespace

int run_pam_check(int fd) {
  char question[kQuestionCap + 1];
  const ssize_t size = ::recv(fd, question, kQuestionCap, MSG_TRUNC);
  if (size <= 0 || size > static_cast<ssize_t>(kQuestionCap)) return 1;
  question[size] = '\0';
  const auto* const middle =
      static_cast<const char*>(std::memchr(question, '\0', static_cast<std::size_t>(size)));
  const Verdict verdict =
      middle == nullptr || middle == question ? Verdict::wrong : check(question, middle + 1);
  wipe(question, sizeof question);
  return ::send(fd, &verdict, 1, MSG_NOSIGNAL) == 1 ? 0 : 1;
}

}  // namespace gatehouse::agent
