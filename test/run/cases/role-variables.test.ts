import { describeCases } from "../play-case/describe-cases.ts";

describeCases("role-variables");
