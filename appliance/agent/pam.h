// Who is an administrator of this machine, by PAM: the child's side, which knows the password for as long as the question
// takes. The library is opened at run time, so that a machine without PAM can do everything else.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gatehouse::agent {

enum class AdministratorVerdict : std::uint8_t {
  yes = 1,
  wrong = 2,             // name or password; which of them is not said
  no_administrator = 3,  // it is right, but that account may not administer this machine
  unavailable = 4,       // PAM is not there, or can't be asked
};

inline constexpr std::size_t kAdministratorNameCap = 64, kAdministratorPasswordCap = 512;  // bytes

// The hidden command `pam-check`: reads one datagram from the socket `fd`, "name NUL password", answers with one byte, a verdict, and
// wipes what it was told. Returns the exit status.
//
// An administrator is root, a member of the group sudo or wheel, or the account that this runs as: an agent that is not root
// is that account's own. PAM's service is `gatehouse` where /etc/pam.d has it, else
// `login`.
int run_pam_check(int fd);

}  // namespace gatehouse::agent
