import * as effect from "@effect/eslint-plugin/plugin"
import tseslint from "typescript-eslint"

const barrels = [
  "effect", "@effect/platform", "@effect/platform-node", "@effect/cli", "@effect/sql", "@effect/sql-sqlite-node"
]

const ambient = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Take the time from Effect's Clock or DateTime."
  },
  {
    selector: "MemberExpression[object.name=/^(Effect|Runtime|ManagedRuntime|NodeRuntime)$/][property.name=/^(unsafe)?run[A-Z]/]",
    message: "Effects are run in src/run.ts and src/promise.ts alone."
  }
]
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Settings is the only door to the environment."
}
const tryCatch = { selector: "TryStatement", message: "Use Effect.try or Effect.tryPromise with a typed error." }

export default tseslint.config(
  { ignores: ["node_modules", "dist", "coverage", "contracts", "examples/*/node_modules"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "@effect": effect },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@effect/no-import-from-barrel-package": ["error", { packageNames: barrels }],
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "no-console": "error",
      "max-lines": ["error", { max: 250 }],
      // Effect idioms these rules misread: callbacks that return void, generators without a yield, Schema class types.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-unnecessary-type-arguments": "off",
      // Data classes are spread into plain records on purpose; a type parameter may document the shape of a result.
      "@typescript-eslint/no-misused-spread": "off",
      // The compiler takes no enum (erasableSyntaxOnly), and this rule is the slowest of all.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-control-regex": "error",
      "no-fallthrough": "error",
      "no-template-curly-in-string": "error",
      eqeqeq: "error"
    }
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-properties": ["error",
        { object: "Date", property: "now", message: "Take the time from Effect's Clock." },
        { object: "performance", property: "now", message: "Take the time from Effect's Clock." },
        { object: "Math", property: "random", message: "Take randomness from Effect's Random." }
      ],
      "no-restricted-syntax": ["error", ...ambient, environment, tryCatch]
    }
  },
  // Hot synchronous paths (reading, hashing, SQLite) may catch; each place says why.
  {
    files: ["src/layers/node/**/*.ts", "src/layers/sqlite/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...ambient, environment] }
  },
  { files: ["src/layers/node/Settings.ts"], rules: { "no-restricted-syntax": ["error", ...ambient] } },
  { files: ["src/run.ts", "src/promise.ts"], rules: { "no-restricted-syntax": ["error", environment] } },
  // Tests look into parsed JSON of other processes and fake servers; scripts talk to the terminal.
  {
    files: ["test/**/*.ts", "scripts/**/*.ts", "bench/**/*.ts", "examples/**/*.ts", "*.config.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "max-lines": "off"
    }
  },
  { files: ["scripts/**/*.ts", "bench/**/*.ts", "examples/**/*.ts"], rules: { "no-console": "off" } }
)
