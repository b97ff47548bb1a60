// A plugin of typedoc: shows classes made by Effect as what they are to a reader. A service (`Context.Tag`) has the members
// of its service, each with its doc comment; a shape (`Schema.Class`) has its fields. The machinery that they inherit is
// left out.
import { Converter, ReflectionKind } from "typedoc"

/** What `Context.Tag(…)<Self, Service>()` is to the compiler: its second argument is the service. */
const serviceOf = ({ extendedTypes = [] }) => {
  const tag = extendedTypes.find((type) => type.type === "reference" && type.name === "TagClassShape")
  const service = tag?.typeArguments?.[1]
  return service?.type === "reflection" ? service.declaration : undefined
}

const isEffectMade = (reference) => /^(Schema|Context)\./.test(reference?.name ?? "")

const showService = (project, tag, service) => {
  for (const inherited of [...tag.children ?? []]) project.removeReflection(inherited)
  tag.children = []
  for (const member of [...service.children ?? []]) {
    member.parent = tag
    tag.children.push(member)
  }
  service.children = []
}

const forgetMachinery = (member) => {
  for (const reflection of [member, ...member.signatures ?? [], ...(member.getSignature ? [member.getSignature] : [])]) {
    if (isEffectMade(reflection.inheritedFrom)) delete reflection.inheritedFrom
    if (isEffectMade(reflection.overwrites)) delete reflection.overwrites
  }
  // What stands there is the field's schema, not a value.
  if (member.kindOf(ReflectionKind.Property) && /^(Schema\.|\.\.\.$)/.test(member.defaultValue ?? "")) delete member.defaultValue
}

/** Typedoc's own steps come first. */
const afterTypedoc = -10_000

export const load = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const made of project.getReflectionsByKind(ReflectionKind.Class)) {
      const service = serviceOf(made)
      if (service !== undefined) showService(project, made, service)
    }
  })
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const made of project.getReflectionsByKind(ReflectionKind.Class)) {
      const isMade = (made.children ?? []).some((member) => [member, ...member.signatures ?? []].some(({ inheritedFrom }) => isEffectMade(inheritedFrom)))
      if (!isMade && serviceOf(made) === undefined) continue
      delete made.extendedTypes
      delete made.typeHierarchy
      const constructor = made.children?.find((member) => member.kindOf(ReflectionKind.Constructor))
      if (constructor !== undefined && serviceOf(made) !== undefined) project.removeReflection(constructor)
      for (const member of made.children ?? []) forgetMachinery(member)
    }
  }, afterTypedoc)
}
