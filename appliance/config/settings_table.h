// For config/ only: the rows of the one table of settings, each with where its value goes and of what kind it is. How a
// value of each kind is read and written: settings.cpp.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "appliance/config/settings.h"

namespace gatehouse::config {

using Text = std::string Settings::*;
using Switch = bool Settings::*;
using Names = std::vector<std::string> Settings::*;
struct Number {
  std::int64_t Settings::*member;
  std::int64_t low, high;
};
// One that the appliance tells to others (wire/direct_address.h), or 0.
struct ListenPort {
  std::int64_t Settings::*member;
};
struct Choice {
  std::string Settings::*member;
  std::vector<std::string> words;
};

// Some of these words, separated by commas.
struct Words {
  std::vector<std::string> Settings::*member;
  std::vector<std::string> words;
};

struct Syslog {
  std::string Settings::*member;
};

struct Namespace {
  std::string Settings::*member;
};

// An address and port of this machine alone, or off.
struct LocalAddress {
  std::string Settings::*member;
};

// Entries of an access list, separated by commas.
using Entries = std::vector<policy::AccessEntry> Settings::*;

using Size = ScreenSize Settings::*;
using Rights = policy::Permissions Settings::*;

struct Row {
  SettingRow row;
  std::variant<Text, Switch, Names, Number, ListenPort, Choice, Words, Syslog, Namespace, LocalAddress,
               Entries, Size, Rights>
      kind;
};

const std::vector<Row>& table();

}  // namespace gatehouse::config
