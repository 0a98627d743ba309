CREATE TABLE "trail_verifications" (
	"number" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"actor" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer,
	"entries" bigint,
	"dropped" bigint,
	"findings" jsonb
);
--> statement-breakpoint
CREATE UNIQUE INDEX "trail_verifications_running" ON "trail_verifications" USING btree ("status") WHERE "trail_verifications"."status" = 'running';--> statement-breakpoint
CREATE INDEX "trail_verifications_started" ON "trail_verifications" USING btree ("started_at");